"""What the browser is shown, as HTML: values in, text out. Nothing is fetched, stored or decided here."""
