using System.Net;
using CsCheck;
using Lobsterd.Edge.Dns;
using Lobsterd.Tests.Unit.Fuzzing;
using Xunit;

namespace Lobsterd.Tests.Unit.Edge.Dns;

public sealed class DnsMessageTests
{
    private const string Api = "api.example.org";
    private const ushort Asked = 0x0100;
    private const ushort Said = 0x8180;

    private static readonly Gen<string> Label = Gen.String[Gen.Char["abcxyz019-_"], 1, 63];
    private static readonly Gen<string> Name = Label.Array[1, 3].Select(labels => string.Join('.', labels));
    private static readonly Gen<IPAddress> Address = Gen.Byte.Array[4].Select(bytes => new IPAddress(bytes));

    private static byte[] Answer => new Messages(7, Said, answers: 3)
        .Question(Api)
        .Alias(Messages.To(12), [3, .. "cdn"u8.ToArray(), .. Messages.To(16)], 300)
        .Address(Messages.Name("cdn.example.org"), "203.0.113.7", 60)
        .Address(Messages.Name("cdn.example.org"), "203.0.113.8", 90)
        .Bytes;

    [Fact]
    public void what_is_asked_is_read_by_whoever_is_asked() => Gen.Select(Gen.UShort, Name).Sample((id, name) =>
    {
        var question = DnsQuestion.Parse(DnsQuery.Write(id, name));

        return question is { IsForAddresses: true, WantsRecursion: true } && question.Id == id && question.Name == name;
    });

    [Fact]
    public void what_is_replied_is_read_by_whoever_asked() => Gen.Select(Gen.UShort, Name, Address.Array[0, 15], Gen.Int[0, 3_600]).Sample((id, name, addresses, seconds) =>
    {
        var question = DnsQuestion.Parse(DnsQuery.Write(id, name))!;
        var reply = DnsReply.Write(question, DnsOutcome.Answered, addresses, seconds);

        var read = DnsAnswer.Parse(reply, id, name)!;
        Assert.InRange(reply.Length, 12, 512);
        Assert.Equal((DnsOutcome.Answered, false, addresses.Length == 0 ? 0 : (uint)seconds), (read.Outcome, read.IsTruncated, read.Seconds));
        Assert.Equal(addresses.Distinct(), read.Addresses);
    });

    [Fact]
    public void letters_are_given_back_as_they_were_asked_and_read_as_small_ones()
    {
        var question = DnsQuestion.Parse(new Messages(7, Asked).Question("ApI.eXample.ORG").Bytes)!;

        Assert.Equal(Api, question.Name);
        Assert.Equal(question.Wire.ToArray(), DnsReply.Write(question, DnsOutcome.Refused, [], 0)[12..]);
        Assert.NotNull(DnsAnswer.Parse(new Messages(7, Said).Question("API.example.org").Bytes, 7, Api));
    }

    [Fact]
    public void a_name_leads_through_its_other_names_for_as_long_as_all_of_them_hold()
    {
        var read = DnsAnswer.Parse(Answer, 7, Api)!;

        Assert.Equal(["203.0.113.7", "203.0.113.8"], read.Addresses.Select(address => address.ToString()));
        Assert.Equal(60u, read.Seconds);
    }

    [Fact]
    public void what_is_of_other_names_is_not_of_this_one()
    {
        var read = DnsAnswer.Parse(
            new Messages(7, Said, answers: 2).Question(Api).Address(Messages.Name("evil.example"), "203.0.113.66", 60).Address(Messages.To(12), "203.0.113.7", 60).Bytes, 7, Api)!;

        Assert.Equal(["203.0.113.7"], read.Addresses.Select(address => address.ToString()));
    }

    [Fact]
    public void names_that_lead_in_a_circle_lead_nowhere()
    {
        var read = DnsAnswer.Parse(
            new Messages(7, Said, answers: 2).Question(Api).Alias(Messages.To(12), Messages.Name("b.example"), 60).Alias(Messages.Name("b.example"), Messages.To(12), 60).Bytes, 7, Api)!;

        Assert.Empty(read.Addresses);
    }

    [Fact]
    public void a_time_with_its_highest_bit_set_is_none() =>
        Assert.Equal(0u, DnsAnswer.Parse(new Messages(7, Said, answers: 1).Question(Api).Address(Messages.To(12), "203.0.113.7", 0x8000_0001).Bytes, 7, Api)!.Seconds);

    [Theory]
    [InlineData(8, Said, Api, 1)]
    [InlineData(7, Asked, Api, 1)]
    [InlineData(7, 0x8980, Api, 1)]
    [InlineData(7, Said, "b.example.org", 1)]
    [InlineData(7, Said, Api, 28)]
    public void what_answers_another_question_is_no_answer(int id, int flags, string name, int type) =>
        Assert.Null(DnsAnswer.Parse(new Messages((ushort)id, (ushort)flags).Question(name, (ushort)type).Bytes, 7, Api));

    [Fact]
    public void what_did_not_fit_says_so() =>
        Assert.True(DnsAnswer.Parse(new Messages(7, Said | 0x0200).Question(Api).Bytes, 7, Api)!.IsTruncated);

    public static TheoryData<byte[]> NoQuestions => new((byte[][])
    [
        [],
        new byte[11],
        new byte[12],
        new Messages(7, Said).Question(Api).Bytes,
        new Messages(7, 0x2800).Question(Api).Bytes,
        new Messages(7, Asked, questions: 0).Question(Api).Bytes,
        new Messages(7, Asked, questions: 2).Question(Api).Question(Api).Bytes,
        new Messages(7, Asked, answers: 1).Question(Api).Bytes,
        new Messages(7, Asked).Add(Messages.Name(Api)).Bytes,
        // To itself, to the header, beyond the end, and a length that is none.
        new Messages(7, Asked).Add([.. Messages.To(12), 0, 1, 0, 1]).Bytes,
        new Messages(7, Asked).Add([.. Messages.To(4), 0, 1, 0, 1]).Bytes,
        new Messages(7, Asked).Add([.. Messages.To(200), 0, 1, 0, 1]).Bytes,
        new Messages(7, Asked).Add([0x40, 1, 0, 0, 1, 0, 1]).Bytes,
        new Messages(7, Asked).Add([63, 1, 0, 0, 1, 0, 1]).Bytes,
        // 256 bytes of labels.
        new Messages(7, Asked).Add([.. Enumerable.Repeat((byte[])[63, .. Enumerable.Repeat((byte)'a', 63)], 4).SelectMany(label => label), 0, 0, 1, 0, 1]).Bytes,
    ]);

    [Theory]
    [MemberData(nameof(NoQuestions))]
    public void what_is_no_question_is_none(byte[] message) => Assert.Null(DnsQuestion.Parse(message));

    [Theory]
    [InlineData("")]
    [InlineData("a.ex ample")]
    [InlineData("a.ex\0ample")]
    [InlineData("a.\u00fcxample")]
    public void a_name_that_is_no_hosts_is_read_as_none(string name) => Assert.Equal("", DnsQuestion.Parse(new Messages(7, Asked).Question(name).Bytes)!.Name);

    [Fact]
    public void a_dot_within_a_label_makes_no_other_name()
    {
        var question = DnsQuestion.Parse(new Messages(7, Asked).Add([15, .. "api.example.org"u8.ToArray(), 0, 0, 1, 0, 1]).Bytes)!;

        Assert.Equal("", question.Name);
    }

    [Fact]
    public void no_message_is_too_hostile() => Gen.OneOf(Gen.Byte.Array[0, 600], Mutation.Of(Answer, DnsQuery.Write(7, Api))).Sample(message =>
    {
        if (DnsQuestion.Parse(message) is { } question)
        {
            Assert.InRange(question.Name.Length, 0, 253);
            Assert.All(question.Name, sign => Assert.True(char.IsAsciiLetterLower(sign) || char.IsAsciiDigit(sign) || sign is '-' or '_' or '.'));
            Assert.InRange(DnsReply.Write(question, DnsOutcome.Refused, [], 0).Length, 17, 512);
        }

        var id = message.Length < 2 ? (ushort)0 : (ushort)((message[0] << 8) | message[1]);
        if (DnsAnswer.Parse(message, id, Api) is { } answer) Assert.InRange(answer.Addresses.Count, 0, 128);
    });
}
