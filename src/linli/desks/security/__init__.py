"""安全管理: accounts, posts, keys of programs, second factors and lock-outs; no files, no packs, no log."""
