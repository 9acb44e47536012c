"""The compiled kernel: the same updates as machine code, without the interpreter's lock."""
