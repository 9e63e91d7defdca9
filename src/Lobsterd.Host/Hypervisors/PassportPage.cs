using System.Numerics;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;

namespace Lobsterd.Host.Hypervisors;

/// <summary>The first page of a state file: a passport as JSON, filled up with spaces, ended by a line feed. The VMM's own bytes follow.</summary>
/// <remarks>One file and not two, so that passport and state cannot come apart.</remarks>
internal static class PassportPage
{
    /// <summary>Its size.</summary>
    internal const int Bytes = 4096;

    /// <summary>Writes a passport.</summary>
    internal static byte[] Encode<T>(T passport, JsonTypeInfo<T> type)
    {
        var page = new byte[Bytes];
        page.AsSpan().Fill((byte)' ');
        page[^1] = (byte)'\n';
        JsonSerializer.SerializeToUtf8Bytes(passport, type).CopyTo(page, 0);
        return page;
    }

    /// <summary>Reads a passport.</summary>
    /// <param name="page">The file's first page, or what there is of it.</param>
    /// <param name="type">What it is made into.</param>
    /// <param name="isKnown">Whether it is of a form that we know.</param>
    /// <error code="vm.state.unusable">It is damaged, or of another form.</error>
    internal static Result<T, LobsterError> Decode<T>(ReadOnlySpan<byte> page, JsonTypeInfo<T> type, Func<T, bool> isKnown)
        where T : class
    {
        if (page.Length != Bytes || page[^1] != (byte)'\n') return Unusable("it does not begin with a passport");
        try
        {
            return JsonSerializer.Deserialize(page, type) is { } passport && isKnown(passport) ? passport : Unusable("its passport is of another form");
        }
        catch (JsonException)
        {
            return Unusable("its passport is damaged");
        }
    }

    /// <summary>Goes on with the sum of a device state: CRC-32C.</summary>
    /// <param name="sum">That of the bytes before; 0 at the start.</param>
    /// <param name="bytes">The bytes that follow.</param>
    internal static uint SumOf(uint sum, ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes) sum = BitOperations.Crc32C(sum, value);
        return sum;
    }

    private static LobsterError Unusable(string how) => new(VmErrors.StateUnusable, how);
}
