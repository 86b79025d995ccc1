"""Pure: item types and completion. Knows neither Flask nor the database."""
