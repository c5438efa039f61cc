"""Linli (邻里): urban and rural community services, from the counter to the plan."""

__version__ = "0.1.0"
