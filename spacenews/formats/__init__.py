"""How dates are printed, a module a language (FORMAT_MODULE_PATH). Names that Django does not know are ours."""
