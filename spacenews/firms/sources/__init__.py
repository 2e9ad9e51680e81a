"""The register of sources: what rests on one, two made one, and whether an address is still there."""
