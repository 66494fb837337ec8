//! A server and several offices in one process, for the journeys.
