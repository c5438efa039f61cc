"""The reader's preferences: language, size (长辈版), theme; kept in cookies, valid without JavaScript."""
