"""`python -m cupel`: the same as the command `cupel`."""

from cupel.cli import main

if __name__ == "__main__":
    main()
