"""Opens containers within containers: bytes go in; what each of them holds, and what could not be read, come out."""
