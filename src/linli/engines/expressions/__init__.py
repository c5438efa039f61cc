"""One typed expression language for all packs: a subset of CEL, without side effects."""
