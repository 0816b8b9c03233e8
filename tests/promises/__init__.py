"""Whatever the framework calls sound is worked out right: every pairing, and partnerships of other shapes."""
