"""What each document holds, described once: blocks that any writer can set, and the pages made of them."""
