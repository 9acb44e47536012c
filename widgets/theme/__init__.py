"""How things look: colours, stylesheet, icons, fonts, buttons with icons."""
