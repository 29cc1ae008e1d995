"""Rules of enforcement: pure functions that take `now` and answer with a Decision or a finding."""
