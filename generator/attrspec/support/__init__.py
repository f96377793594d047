"""Modules that every generated package carries as copies.

They are written, typed and tested here as ordinary Python and copied byte for byte, so
that a generated package depends on attrs and cattrs alone and can never disagree with
its generator about a version.
"""
