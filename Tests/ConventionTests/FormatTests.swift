import Convention
import Testing

@Suite struct FormatTests {
    @Test(arguments: [
        "192.0.2.0/24", "10.0.0.0/8", "0.0.0.0/0", "198.51.100.7/32", "2001:db8::/32", "::/0", "fe80::1/128",
        "1:2:3:4:5:6:7:8/128",
    ])
    func `accepts a network`(_ text: String) { #expect(NetworkRange.isValid(text)) }

    @Test(arguments: [
        "", "/", "10.0.0.0", "10.0.0.0/33", "10.0.0.1/8", "10.0.0/8", "10.0.0.256/32", "010.0.0.0/8", "2001:db8::1/32",
        "1:2/128", ":::/0",
        "1:2:3:4:5:6:7:8:9/128", "12345::/16", "fe80::1%eth0/128", "a.b.c.d/8", "10.0.0.0/-1", "10.0.0.0/8/8",
    ])
    func `refuses what is no network`(_ text: String) { #expect(!NetworkRange.isValid(text)) }

    @Test func `suggests the name that was meant`() {
        #expect(Spelling.suggestion(for: "tolerence", among: ["tolerance", "tables"]) == "tolerance")
        #expect(Spelling.suggestion(for: "holidays", among: ["period", "due"]) == nil)
    }

    @Test func `reads a code list with a byte order mark and CRLF`() {
        let (codes, problems) = CodeList.read(
            [0xef, 0xbb, 0xbf] + Array("code;label\r\nA;a\r\nB;b".utf8), file: "x.codes.csv")
        #expect(codes == ["A", "B"])
        #expect(problems == [])
    }

    @Test func `compiles patterns as PCRE2 does`() {
        for pattern in [#"a(b[)]c)\("#, #"O(\d{2}|2A|2B)\d{7}"#, ""] {
            #expect(ConventionChecks.compilesAsRule(pattern), "\(pattern)")
        }
        for pattern in ["(", ")", "[", "a\\", "([)]", "*a"] {
            #expect(!ConventionChecks.compilesAsRule(pattern), "\(pattern)")
        }
    }
}
