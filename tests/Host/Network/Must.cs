using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Xunit;

namespace Lobsterd.Tests.Host.Network;

/// <summary>What must succeed for a test to mean anything; a failure is told in the error's own words.</summary>
internal static class Must
{
    internal static T Succeed<T>(this Result<T, LobsterError> result)
    {
        Assert.True(result.IsSuccess, result.IsFailure ? result.Error.FullMessage : "");
        return result.Value;
    }

    internal static void Succeed(this UnitResult<LobsterError> result) => Assert.True(result.IsSuccess, result.IsFailure ? result.Error.FullMessage : "");
}
