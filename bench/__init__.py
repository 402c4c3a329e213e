"""Measurements with their baselines, in one run. ``make bench``; never part of the tests."""
