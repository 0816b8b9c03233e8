"""People's own texts, and the short texts of cells: who may read them, how easily, and whether their numbers hold."""
