"""What every floor stands on: events, errors, scopes, audit, clock, ids, codes, crypto, ui. No community nouns."""
