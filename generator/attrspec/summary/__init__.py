"""What another generation changes in the models, in words."""

from .changes import Change
from .models import summary

__all__ = ["Change", "summary"]
