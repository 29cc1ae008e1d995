"""Pure helpers without models. They import nothing of the portal's own."""
