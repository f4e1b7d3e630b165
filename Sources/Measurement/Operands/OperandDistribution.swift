import Foundation
import Parallel

/// How the values of A and B are drawn. It is part of a measurement's name, because some devices run faster on some
/// values: by a third between random and trigonometric ones on the power-limited MI300X (AMD's own acceptance
/// floors, ROCmValidationSuite rvs/conf).
public enum OperandDistribution: String, CaseIterable, Codable, Sendable {
  /// Standard normal; for integers a quarter of the half-range is one standard deviation, clipped to the range.
  case normal
  /// Uniform on [-1, 1); for integers over the whole range.
  case uniform
  /// Whole numbers from -8 to 8, exact in every format but FP4 and INT4; for unsigned bytes 0 to 8.
  case int
  /// Nothing but zeros: no product of them can be trusted.
  case zeros
  /// A the sines and B the cosines of 0, 1, 2, …; scaled to the range of integers.
  case trig

  /// The value at an index of an operand, before it is fitted to the format.
  /// - Parameters:
  ///   - seed: of the operand.
  ///   - phase: 0 for A and π/2 for B.
  @inline(__always)
  func value(at index: Int, seed: UInt64, phase: Double) -> Double {
    switch self {
    case .uniform: return Self.unit(SplitMix64.number(at: index, seed: seed))
    case .int: return Double(Int(SplitMix64.number(at: index, seed: seed) % 17) - 8)
    case .zeros: return 0
    case .trig: return sin(Double(index) + phase)
    case .normal:
      // Box and Muller (1958); the logarithm's argument is in (0, 1].
      let angle = Double.pi * Self.unit(SplitMix64.number(at: 2 * index, seed: seed))
      let radius = 0.5 - 0.5 * Self.unit(SplitMix64.number(at: 2 * index + 1, seed: seed))
      return (-2 * log(max(radius, 0x1p-64))).squareRoot() * cos(angle)
    }
  }

  /// Maps 64 random bits to [-1, 1).
  private static func unit(_ bits: UInt64) -> Double { Double(Int64(bitPattern: bits)) * 0x1p-63 }
}
