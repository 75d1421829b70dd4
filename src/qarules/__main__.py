"""``python -m qarules``: the command line."""

from qarules.cli.main import main

if __name__ == "__main__":
    main()
