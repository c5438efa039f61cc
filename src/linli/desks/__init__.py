"""Who sits where: navigation, home, inbox; desks assemble the fragments of rooms."""
