"""Reference pages, made from the declarations that the program itself goes by. ``pages`` is the door."""
