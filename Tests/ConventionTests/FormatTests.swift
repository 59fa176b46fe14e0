import Convention
import Testing

@Suite struct FormatTests {
    @Test(arguments: [
        "192.0.2.0/24", "10.0.0.0/8", "0.0.0.0/0", "198.51.100.7/32", "2001:db8::/32", "::/0", "fe80::1/128",
        "1:2:3:4:5:6:7:8/128",
    ])
    func `accepts a network`(_ text: String) { #expect(NetworkRange(text) != nil) }

    @Test(arguments: [
        "", "/", "10.0.0.0", "10.0.0.0/33", "10.0.0.1/8", "10.0.0/8", "10.0.0.256/32", "010.0.0.0/8", "2001:db8::1/32",
        "1:2/128", ":::/0",
        "1:2:3:4:5:6:7:8:9/128", "12345::/16", "fe80::1%eth0/128", "a.b.c.d/8", "10.0.0.0/-1", "10.0.0.0/8/8",
    ])
    func `refuses what is no network`(_ text: String) { #expect(NetworkRange(text) == nil) }

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

    @Test(arguments: [
        ("192.0.2.0/24", "192.0.2.77", true), ("192.0.2.0/24", "192.0.3.1", false),
        ("192.0.2.128/25", "192.0.2.127", false),
        ("0.0.0.0/0", "203.0.113.9", true), ("0.0.0.0/0", "2001:db8::1", false),
        ("2001:db8::/33", "2001:db8:7fff::1", true),
        ("2001:db8::/33", "2001:db8:8000::1", false), ("fe80::/10", "fe80::1%eth0", true),
        ("192.0.2.0/24", "unknown", false),
    ])
    func `knows what lies in a network`(_ network: String, _ host: String, _ inside: Bool) throws {
        #expect(try #require(NetworkRange(network)).contains(host) == inside)
    }
}
