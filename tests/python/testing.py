"""What the tests of the Python package share: the program to compare with, the corpus, stories of their own."""

import os
import pathlib
import subprocess
import warnings

PROGRAM = os.environ["WIRECOPY"]
CORPUS = pathlib.Path(os.environ["WIRECOPY_CORPUS"])
NEWS = CORPUS / "news"


def program(*arguments, status=0, **options):
    """What the command line writes to standard output, as bytes."""
    done = subprocess.run([PROGRAM, *map(os.fspath, arguments)], stdin=subprocess.DEVNULL, capture_output=True, check=False, **options)
    if done.returncode != status:
        raise AssertionError(f"wirecopy {arguments} ends with {done.returncode}: {done.stderr.decode()}")
    return done.stdout


def story(number, sentences=12, first=0):
    """A text of sentences, each of words that no other story has."""
    return "\n".join(
        " ".join(f"word{number}x{sentence}x{word}" for word in range(12)) + "." for sentence in range(first, first + sentences)
    )


def groups(clustering):
    """The ids of each cluster of two or more, as sets."""
    return {frozenset(member.id for member in cluster) for cluster in clustering.republished()}


def fork():
    """os.fork, of which Python warns where there are threads."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()
