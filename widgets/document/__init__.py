"""The solution that is being edited: document, undo, edits, names, layout. No canvas."""
