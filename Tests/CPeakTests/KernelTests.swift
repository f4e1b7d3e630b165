import CPeak
import Foundation
import Testing

@Suite struct KernelTests {
  static let kernels = (0..<cpeak_kernel_count()).map { Kernel($0) }

  /// A kernel that prints as its identifier.
  struct Kernel: CustomTestStringConvertible, @unchecked Sendable {
    let pointer: UnsafePointer<cpeak_kernel>
    var isAvailable: Bool { cpeak_kernel_available(pointer) }
    var testDescription: String { String(cString: pointer.pointee.id) }

    init(_ index: Int) {
      pointer = cpeak_kernel_at(index)!
    }
  }

  @Test("identifiers are unique, and beyond the last kernel there is none")
  func registry() {
    let ids = Self.kernels.map(\.testDescription)
    #expect(Set(ids).count == ids.count)
    #expect(cpeak_kernel_at(cpeak_kernel_count()) == nil)
  }

  @Test("every available kernel computes the multiply that it claims", arguments: kernels)
  func product(kernel: Kernel) {
    #expect(cpeak_kernel_verify(kernel.pointer) == kernel.isAvailable)
  }

  @Test("an available kernel runs on two threads, one that is not is refused", arguments: kernels)
  func run(kernel: Kernel) {
    var result = cpeak_run_result()
    let error = cpeak_run(kernel.pointer, 2, 0.001, &result)
    #expect(error == (kernel.isAvailable ? 0 : ENOTSUP))
    #expect((result.operations > 0) == kernel.isAvailable)
    #expect((cpeak_kernel_operations(kernel.pointer) > 0) == kernel.isAvailable)
  }

  @Test("bad arguments are refused")
  func badArguments() throws {
    let kernel = try #require(Self.kernels.first).pointer
    var result = cpeak_run_result()
    #expect(cpeak_run(nil, 1, 0.001, &result) == EINVAL)
    #expect(cpeak_run(kernel, 0, 0.001, &result) == EINVAL)
    #expect(cpeak_run(kernel, 1, 0.001, nil) == EINVAL)
    for seconds in [0, -1, .nan, .infinity] {
      #expect(cpeak_run(kernel, 1, seconds, &result) == EINVAL)
    }
    #expect(!cpeak_kernel_verify(nil))
  }
}
