#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace itw {

/// A SHA-256 digest (FIPS 180-4).
using Digest = std::array<std::uint8_t, 32>;

/// Digest of a byte string.
Digest sha256(std::string_view bytes);

/// "sha256:" and 64 lower-case hexadecimal digits.
std::string digestText(const Digest& digest);

/// SHA-256 of data that arrives in pieces.
class Sha256 {
 public:
  Sha256();
  /// The next piece; may be called any number of times.
  void update(std::string_view bytes);
  /// Ends the computation; the object may not be used afterwards.
  Digest finish();

 private:
  // An OpenSSL SHA256_CTX (112 bytes); the header stays free of OpenSSL.
  alignas(8) std::array<unsigned char, 128> state_;
};

}  // namespace itw
