"""The words of agreements, one file a language; `agreements` reads them."""
