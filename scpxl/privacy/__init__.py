"""Text that may identify somebody: found however it is written, and kept from being repeated.

The room knows words and numbers; it knows no form, no framework, no file.  Whoever has a framework gives
the guard what is the partnership's own.
"""
