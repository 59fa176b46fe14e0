import Platform
import Testing

struct ChildProcessTests {
    @Test func `starts a program with exactly the given environment and reaps it`() throws {
        let child = try ChildProcess.spawn(
            "/bin/sh", ["-c", "test \"$A\" = b && test -z \"$HOME\" && exit 7"], environment: ["A": "b"])
        #expect(try child.wait() == .exited(7))
    }

    @Test func `says which signal killed a child`() throws {
        let child = try ChildProcess.spawn("/bin/sleep", ["60"])
        child.terminate()
        #expect(try child.wait() == .killed(signal: 15))
    }

    @Test func `fails for a program that does not exist`() {
        #expect(throws: SystemError.self) { try ChildProcess.spawn("/nonexistent", []) }
    }
}
