"""News in one sentence and who should hear it; the draft for one of them."""

from crispy_forms.layout import Div, Field
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.fields import plain_line
from accounts.house import HouseForm, day_for_model, house_helper, row
from accounts.once import OnceField
from tracker import news_services
from tracker.models import Attending, News, NewsDraft


class PeopleField(forms.ModelMultipleChoiceField):
    """Who should hear it: those one worked with or keeps close, without who asked to be left alone."""

    def __init__(self, **options):
        super().__init__(queryset=Attending.objects.none(), widget=forms.CheckboxSelectMultiple, **options)

    def offer(self, people):
        self.queryset = Attending.objects.filter(pk__in=[one.pk for one in people]).order_by("name", "pk")
        self.choices = [(one.pk, _who(one)) for one in people]


def _who(attending):
    return f"{attending}, {attending.institution}" if attending.institution else str(attending)


class NewsForm(HouseForm, forms.ModelForm):
    """The sentence, and the people."""

    attendings = PeopleField(label="Who should hear it")
    once = OnceField()

    class Meta:
        model = News
        formfield_callback = day_for_model
        fields = ["kind", "sentence", "on"]
        widgets = {"sentence": forms.Textarea(attrs={"rows": 2})}
        help_texts = {"sentence": "As you would say it: I matched in internal medicine at Harlow University."}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.may_hear, self.left_alone = news_services.people(self.instance.owner)
        self.fields["attendings"].offer(self.may_hear)
        self.fields["attendings"].error_messages["required"] = "Choose somebody."
        if not self.is_bound:
            close = news_services.close_ones(self.instance.owner)
            self.initial["attendings"] = [
                one.pk for one in self.may_hear if close.get(one.pk) in ("mentor", "advocate")
            ]
        self.helper = house_helper(
            "once",
            row("kind", "on"),
            "sentence",
            Div(Field("attendings"), css_class="chips-field"),
        )

    def clean_on(self):
        day = self.cleaned_data["on"]
        if day > timezone.localdate():
            raise ValidationError("That day is still to come. Tell them when it has been.")
        return day


class MorePeopleForm(HouseForm, forms.Form):
    """More people for the same news."""

    attendings = PeopleField(label="Who else should hear it")

    def __init__(self, *args, news, **kwargs):
        super().__init__(*args, **kwargs)
        may_hear, _ = news_services.people(news.owner)
        told = set(news.drafts.filter(deleted_at=None).values_list("attending", flat=True))
        self.others = [one for one in may_hear if one.pk not in told]
        self.fields["attendings"].offer(self.others)
        self.fields["attendings"].error_messages["required"] = "Choose somebody."
        self.helper = house_helper(Div(Field("attendings"), css_class="chips-field"))


class NewsDraftForm(HouseForm, forms.ModelForm):
    class Meta:
        model = NewsDraft
        fields = ["subject", "body"]
        widgets = {"body": forms.Textarea(attrs={"rows": 12})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = house_helper("subject", "body")

    def clean_subject(self):
        return plain_line(self.cleaned_data["subject"])
