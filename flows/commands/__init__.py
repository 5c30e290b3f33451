"""What each command of the command line does.  `flows.cli` imports a module of these only when its command runs."""
