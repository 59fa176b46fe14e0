import Spool
import Support
import Testing

@Suite struct SessionSlotTests {
    @Test func `gives an account as many sessions as it may have, and one more when one ends`() throws {
        let spool = try SpoolHarness()
        func take() throws -> SessionSlot {
            try SessionSlot.take(spool: spool.path + "/spool", account: "alpha", limit: 2)
        }
        var first: SessionSlot? = try take()
        let second = try take()
        #expect(throws: SessionSlot.NoneFree.self) { try take() }
        #expect(first != nil)
        first = nil
        let third = try take()
        withExtendedLifetime((second, third)) {}
    }

    @Test func `slots are not seen by the producer`() throws {
        let spool = try SpoolHarness()
        let slot = try SessionSlot.take(spool: spool.path + "/spool", account: "alpha", limit: 1)
        #expect(spool.code { _ = try spool.open("/sessions/0") } != "accepted")
        withExtendedLifetime(slot) {}
    }
}
