"""One document of the wallet."""

from django import forms

from accounts import spoken
from accounts.fields import plain_line
from accounts.house import HouseForm, day_for_model, house_helper, row
from accounts.once import OnceField
from accounts.pdfs import PdfField
from tracker.models import Document


class DocumentForm(HouseForm, forms.ModelForm):
    """Kind, a name where the kind says too little, the two dates, and the PDF if there is one."""

    file = PdfField(label="The paper itself", required=False)
    once = OnceField()

    class Meta:
        model = Document
        formfield_callback = day_for_model
        fields = ["kind", "title", "issued_on", "expires_on"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = house_helper("once", row("kind", "title"), row("issued_on", "expires_on"), "file")

    def clean_title(self):
        return plain_line(self.cleaned_data["title"])

    def clean(self):
        data = super().clean()
        issued, expires = data.get("issued_on"), data.get("expires_on")
        if issued and expires and expires < issued:
            self.add_error("expires_on", f"It runs out before it was issued, {spoken.day(issued, expires)}.")
        if data.get("kind") == Document.Kind.OTHER and not data.get("title"):
            self.add_error("title", "Say what it is.")
        return data
