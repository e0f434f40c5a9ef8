"""One module a stage: a function from a `Document` to findings, applied in the order that the configuration lists."""
