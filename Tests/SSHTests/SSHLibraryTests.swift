import SSH
import Testing

struct SSHLibraryTests {
    @Test func `says which library it uses`() { #expect(SSHLibrary.version.hasPrefix("0.")) }
}
