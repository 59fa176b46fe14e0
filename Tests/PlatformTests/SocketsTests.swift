import Platform
import Testing

struct SocketsTests {
    @Test(arguments: ["127.0.0.1", "::1"]) func `listens on a numeric address and any free port`(address: String) throws
    {
        let socket = try ListeningSocket(address: address, port: 0)
        #expect(socket.port > 0)
        let connection = try socket.accept()
        let isNone = connection == nil
        #expect(isNone)
    }

    @Test(arguments: ["localhost", "300.1.1.1", ""]) func `refuses anything but a numeric address`(address: String) {
        #expect(throws: SystemError.self) { _ = try ListeningSocket(address: address, port: 0).port }
    }
}
