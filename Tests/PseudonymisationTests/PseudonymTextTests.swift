import Pseudonymisation
import Testing

@Suite struct PseudonymTextTests {
    @Test(arguments: [1, 9, 10, 9999]) func `reads what it writes`(epoch: Int) {
        let pseudonym = Pseudonym(high: 0x0123_4567_89AB_CDEF, low: 0xFEDC_BA98_7654_3210)
        let text = PseudonymText.string(pseudonym, epoch: epoch)
        #expect(text == "e\(epoch)-0123456789abcdeffedcba9876543210")
        let parsed = PseudonymText.parse(Array(text.utf8).span)
        #expect(parsed?.epoch == epoch)
        #expect(parsed?.pseudonym == pseudonym)
    }

    @Test(arguments: [
        "", "e1-", "e-0123456789abcdeffedcba9876543210", "e0-0123456789abcdeffedcba9876543210",
        "e1-0123456789ABCDEFfedcba9876543210", "e1-0123456789abcdeffedcba987654321",
        "e1-0123456789abcdeffedcba98765432100", "x1-0123456789abcdeffedcba9876543210",
        "e1_0123456789abcdeffedcba9876543210", "e10000-0123456789abcdeffedcba9876543210",
        "e01-0123456789abcdeffedcba9876543210",
    ]) func `rejects anything else`(text: String) {
        let parsed = PseudonymText.parse(Array(text.utf8).span)
        #expect(parsed?.epoch == nil)
    }
}
