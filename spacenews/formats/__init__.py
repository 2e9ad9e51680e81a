"""How dates are printed, by language (FORMAT_MODULE_PATH); names that Django does not know are ours."""
