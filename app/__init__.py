"""The program: window, session, training thread, records and command line. It holds the wires."""
