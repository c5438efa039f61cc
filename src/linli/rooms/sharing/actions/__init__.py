"""The verbs of sharing, the only writers: agreeing, reading under an agreement, exporting."""
