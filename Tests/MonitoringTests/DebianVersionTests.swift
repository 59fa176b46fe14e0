import Monitoring
import Testing

struct DebianVersionTests {
    /// Each before the next.
    private static let ordered = [
        "0.10.5-3", "0.10.6~rc1-1", "0.10.6-0", "0.10.6-0+deb12u1", "0.10.6-0+deb12u3", "0.10.6-0+deb12u10",
        "0.10.6-1~bpo1",
        "0.10.6-1", "0.10.6a-1", "0.10.6+1-1", "0.11.0-1", "1:0.1-1",
    ]

    @Test func `orders versions as Debian Policy says`() {
        for (index, text) in Self.ordered.enumerated() {
            for (other, otherText) in Self.ordered.enumerated() {
                #expect((DebianVersion(text) < DebianVersion(otherText)) == (index < other), "\(text) \(otherText)")
            }
        }
    }

    @Test func `leading zeros and a missing revision make no difference`() {
        #expect(DebianVersion("1.02") == DebianVersion("1.2"))
        #expect(DebianVersion("1.2") == DebianVersion("1.2-0"))
        #expect(DebianVersion("0:1.2") == DebianVersion("1.2"))
    }

    @Test func `reads installed packages only`() {
        let text = """
            Package: libssh-4
            Status: install ok installed
            Version: 0.10.6-0+deb12u3
            Description: an SSH library
             Version: 9 in a description is none

            Package: gone
            Status: deinstall ok config-files
            Version: 1.0
            """
        let database = PackageDatabase(text: Array(text.utf8))
        #expect(database.version("libssh-4")?.description == "0.10.6-0+deb12u3")
        #expect(database.version("gone") == nil)
    }
}
