import Support
import SystemCalls
import TestSupport
import Testing

/// What the filter does to a process is shown by processes of their own (SystemTests/ConfinementTests); here is what it says.
@Suite struct SystemCallFilterTests {
    @Test func `a fault names its step and the number of the error, and no more`() throws {
        let fault = SystemCallFault("load", 1)
        #expect(fault.code.rawValue == "system-calls.filter")
        #expect(fault.arguments == ["step": "load", "number": "1"])
    }
}
