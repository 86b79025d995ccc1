"""The pages of those who run the network: programme staff, and coordinators for their sites."""
