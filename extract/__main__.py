"""`python -m extract` is `filrouge`."""

from extract.cli import main

if __name__ == "__main__":
    main()
