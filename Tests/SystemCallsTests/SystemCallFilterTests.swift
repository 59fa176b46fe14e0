import Testing

@Suite struct SystemCallFilterTests {}
