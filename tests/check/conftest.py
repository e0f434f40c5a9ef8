"""The fixtures of these tests."""

from tests.check.folders import command as command
