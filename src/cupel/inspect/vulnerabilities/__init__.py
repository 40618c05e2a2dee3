"""Which known vulnerabilities apply: components, build facts and reference data go in, rungs come out."""
