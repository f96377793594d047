"""The version of attrspec, where reading it costs nothing."""

__all__ = ["__version__"]

__version__ = "0.1.0"
